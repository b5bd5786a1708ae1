"""What we do, and what we do it with: services and materials. Stock of materials is the inventory's."""
