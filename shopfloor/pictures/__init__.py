"""Pictures that people send, whatever of: made plain, kept in two sizes, shown to their own shop alone."""
