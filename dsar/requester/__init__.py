"""The door of the person who asked: status, messages, files, without an account."""
