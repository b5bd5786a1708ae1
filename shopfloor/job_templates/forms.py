"""Forms of templates: naming one when it is saved, and editing it whole."""

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from shopfloor.job_templates.models import JobTemplate
from shopfloor.job_templates.operations import Title
from shopfloor.jobs.choices import Choices
from shopfloor.jobs.item_forms import EFFICIENCIES, ItemForm
from shopfloor.web.fields import at_most, block, line
from shopfloor.workflow.trades import NORMAL, Trade


class TitleForm(Form):
    key = HiddenField()
    name = StringField("Template name", filters=[line], validators=[DataRequired("Give the template a name."), at_most(80)])
    category = StringField("Category", filters=[line], validators=[at_most(60)])
    about = StringField("What it is for", filters=[line], validators=[at_most(300)])
    keep_prices = BooleanField("Keep the prices of today")

    def title(self) -> Title:
        return Title(self.name.data, self.about.data, self.category.data)


class TemplateForm(TitleForm):
    seen = HiddenField()
    kind = SelectField("Kind of work")
    description = StringField(
        "Description", filters=[line], validators=[DataRequired("Say in a few words what the job is."), at_most(200)]
    )
    priority = RadioField("Priority", coerce=int, default=NORMAL)
    instructions = TextAreaField("Special instructions", filters=[block], validators=[at_most(4000)])
    items = FieldList(FormField(ItemForm), min_entries=1, max_entries=40)

    choices: Choices
    uses_coats = False
    efficiencies_known = EFFICIENCIES

    def offer(self, trade: Trade, choices: Choices) -> None:
        """Set what can be chosen."""
        self.choices, self.uses_coats = choices, trade.uses_coats
        self.kind.choices = [SelectChoice(kind.code, kind.label) for kind in trade.kinds]
        self.priority.choices = [SelectChoice(priority.rank, priority.label) for priority in trade.priorities]
        for entry in self.items:
            entry.form.offer(choices)

    def show(self, template: JobTemplate) -> None:
        """Fill all but the items with the template as it is."""
        pattern = template.pattern
        for name in ("name", "category", "about"):
            self[name].data = getattr(template, name)
        for name in ("kind", "description", "priority", "instructions"):
            self[name].data = getattr(pattern, name)
        self.keep_prices.data = pattern.keeps_prices
        self.seen.data = str(template.version)
