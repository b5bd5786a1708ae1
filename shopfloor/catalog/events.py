"""What happens to what we do and use."""

from shopfloor.events import kind


@kind("material.added", says="{actor} added {material}")
class MaterialAdded:
    pass


@kind("service.added", says="{actor} added the service {service}")
class ServiceAdded:
    pass


@kind("service.changed", says="{actor} changed the service {service}")
class ServiceChanged:
    pass


@kind("service.archived", says="{actor} archived the service {service}")
class ServiceArchived:
    pass


@kind("service.restored", says="{actor} took the service {service} back into use")
class ServiceRestored:
    pass


@kind("product.saved", says="{actor} saved {product} to the catalog")
class ProductSaved:
    pass


@kind("product.changed", says="{actor} changed {product} in the catalog")
class ProductChanged:
    pass


@kind("product.archived", says="{actor} archived {product} in the catalog")
class ProductArchived:
    pass
