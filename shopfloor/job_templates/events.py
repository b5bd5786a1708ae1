"""What happens to templates. Jobs made from one know nothing of it any more."""

from shopfloor.events import kind


@kind("template.saved", says="{actor} saved the template {template}")
class TemplateSaved:
    pass


@kind("template.changed", says="{actor} changed the template {template}")
class TemplateChanged:
    pass


@kind("template.archived", says="{actor} archived the template {template}")
class TemplateArchived:
    pass
