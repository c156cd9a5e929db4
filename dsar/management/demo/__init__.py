"""The demo organisation: invented people, documents and a shop, with the truth about who is in them."""
