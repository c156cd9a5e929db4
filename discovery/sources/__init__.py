"""Where content is read from: files, databases, mailboxes; read-only."""
