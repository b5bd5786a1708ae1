"""The product catalog as pages: it stands above jobs, because a product is edited as an item is."""
