"""The local web app: the other door to what the library does. It calls the library and decides nothing of its own."""
