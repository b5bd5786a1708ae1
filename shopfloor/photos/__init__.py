"""Photos of jobs: what came in, what was found, what left."""
