"""What happens to stock. On a job, the job's history tells it; otherwise the material's does."""

from shopfloor.events import kind
from shopfloor.inventory import news


@kind("job.material_used", says="{actor} used {quantity} {unit} of {material} on {job}")
class JobMaterialUsed:
    material: str
    quantity: str
    unit: str


@kind("material.used", says="{actor} used {quantity} {unit} of {material}")
class MaterialUsed:
    quantity: str
    unit: str


@kind("material.opened", says="{material} started with {quantity} {unit} on hand")
class StockOpened:
    quantity: str
    unit: str


@kind(
    "material.ran_low", says="{material} ran low: {quantity} {unit} left, to be ordered at {reorder_point}", tells=news.of_low
)
class MaterialRanLow:
    quantity: str
    unit: str
    reorder_point: str
