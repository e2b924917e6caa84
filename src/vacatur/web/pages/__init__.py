"""One module a page: read the request, call the library, render the template."""
