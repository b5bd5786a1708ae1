"""The list of jobs: searched, sorted, narrowed, and worked on from the list itself."""
