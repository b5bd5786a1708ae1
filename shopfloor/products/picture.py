"""A product's picture, as it comes with the form."""

from shopfloor.kernel.errors import Refused
from shopfloor.pictures import store
from shopfloor.pictures.darkroom import develop
from shopfloor.pictures.uploads import count_one, files_sent
from shopfloor.products.forms import ProductForm


def take_picture(form: ProductForm) -> bool:
    """Keep what was chosen and have the form carry its name: whatever else is wrong, nobody has to choose it again.

    What is never saved with a product is swept away some day. False for a picture that can't be taken; its field says why.
    """
    kept = form.picture.data or ""
    try:
        if files := files_sent():
            count_one()
            kept = store.keep(develop(files[0]))
        elif form.no_picture.data:
            kept = ""
    except Refused as refusal:
        form.problem = refusal.sentence
    if kept and not store.hold(kept):
        kept, form.problem = "", "The picture is no longer here. Choose it again."
    form.picture.data, form.no_picture.data = kept, False
    return not form.problem
