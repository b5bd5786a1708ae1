"""The shop's prices and services, as forms."""

from decimal import Decimal
from typing import Any

from wtforms import FieldList, Form, FormField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired

from shopfloor.catalog.models import Service
from shopfloor.catalog.rules import Factor, PricingRules, Tier
from shopfloor.kernel import money
from shopfloor.web.fields import NumberField, at_most, line

SPARE = 2  # empty rows below what is there


def _amount(label: str) -> Any:
    needed = InputRequired("Enter an amount; 0 for none.")
    return NumberField(label, largest=Decimal(100_000), least=Decimal(0), parse=money.parse, validators=[needed])


def _percent(label: str) -> Any:
    needed = InputRequired("Enter a percentage; 0 for none.")
    return NumberField(label, largest=Decimal(500), least=Decimal(0), within="Between 0 and 500 %.", validators=[needed])


class FactorForm(Form):
    """A row; without a name it counts for nothing."""

    name = StringField("Name", filters=[line], validators=[at_most(20)])
    number = NumberField("Times", largest=Decimal(100), least=Decimal("0.01"), within="Between 0.01 and 100.")

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        if self.name.data and self.number.number is None and not self.number.errors:
            self.number.errors = ["How much?"]
            return False
        return fine


class TierForm(FactorForm):
    number = NumberField("Percent off", largest=Decimal(100), least=Decimal(0), within="Between 0 and 100 %.")


_AMOUNTS = ("area_rate", "labor_rate", "minimum_charge", "colour_change")
_SHARES = ("rush_percent", "extra_coat_percent", "powder_markup_percent")


class PricingForm(Form):
    seen = HiddenField()
    area_rate = _amount("Coating, a square foot")
    labor_rate = _amount("Labor, an hour")
    minimum_charge = _amount("Minimum charge")
    colour_change = _amount("Color change")
    rush_percent = _percent("Rush surcharge, %")
    extra_coat_percent = _percent("Further coat, % of the first")
    powder_markup_percent = _percent("Markup on powder, %")
    complexities = FieldList(FormField(FactorForm), max_entries=20)
    colour_classes = FieldList(FormField(FactorForm), max_entries=20)
    tiers = FieldList(FormField(TierForm), max_entries=20)

    def show(self, rules: PricingRules, version: int) -> None:
        self.seen.data = str(version)
        for name in _AMOUNTS:
            self[name].data = f"{getattr(rules, name):.2f}"
        for name in _SHARES:
            self[name].show(getattr(rules, name))
        for rows, known in (
            (self.complexities, [(each.name, each.factor) for each in rules.complexities]),
            (self.colour_classes, [(each.name, each.factor) for each in rules.colour_classes]),
            (self.tiers, [(each.name, each.percent_off) for each in rules.tiers]),
        ):
            for name, number in known:
                row = rows.append_entry().form
                row.name.data = name
                row.number.show(number)
        self.make_room()

    def make_room(self) -> None:
        """Some empty rows at the end of each list."""
        for rows in (self.complexities, self.colour_classes, self.tiers):
            for _ in range(min(SPARE, 20 - len(rows))):
                rows.append_entry()

    def rules(self) -> PricingRules:
        """What a valid form says."""
        numbers = {name: self[name].number for name in (*_AMOUNTS, *_SHARES)}
        return PricingRules(
            complexities=tuple(Factor(name, number) for name, number in _rows(self.complexities)),
            colour_classes=tuple(Factor(name, number) for name, number in _rows(self.colour_classes)),
            tiers=tuple(Tier(name, number) for name, number in _rows(self.tiers)),
            **numbers,
        )


def _rows(rows: Any) -> list[tuple[str, Decimal]]:
    """The named rows; a name that comes twice counts once."""
    return list({row.form.name.data: row.form.number.number for row in rows if row.form.name.data}.items())


class ServiceForm(Form):
    key = HiddenField()
    name = StringField("Name", filters=[line], validators=[DataRequired("Give the service a name."), at_most(60)])
    hourly = NumberField("Rate an hour", largest=Decimal(100_000), least=Decimal(0), parse=money.parse)
    minutes = NumberField("Minutes on one piece", largest=Decimal(10_000), least=Decimal(0), within="Between 0 and 10,000.")

    def show(self, service: Service) -> None:
        self.name.data = service.name
        self.hourly.data = "" if service.hourly is None else f"{service.hourly:.2f}"
        self.minutes.show(service.minutes)
