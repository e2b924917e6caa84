"""Speed and memory of whole processes, on fabricated files. `make bench` runs them."""
