"""One parser a format: `parse(content, reading)`; run inside the sandbox only."""
