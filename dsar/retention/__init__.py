"""How long our own records are kept, and how they go: rules, preview, sweep, minimisation, what is kept of figures."""
