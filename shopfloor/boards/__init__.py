"""Pages without tables: views of where the jobs stand."""
