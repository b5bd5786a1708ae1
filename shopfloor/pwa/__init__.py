"""What makes it an app: the manifest, the worker, the page for no signal."""
