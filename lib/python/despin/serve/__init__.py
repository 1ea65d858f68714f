"""despin as a service: checks, comparisons and searches over HTTP, and a page for reviewers.

    pip install 'despin[serve]'
    despin serve

docs/service.md has endpoints, configuration and promises. One process and one mapped model; texts
are checked on threads without the GIL. No request makes it fetch anything.
"""
