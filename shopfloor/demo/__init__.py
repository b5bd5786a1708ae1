"""The demo shops: nine months of work in three trades, for looking around."""

from shopfloor.demo.simulation import DEMO_SHOPS, SignIn, load_demo

__all__ = ["DEMO_SHOPS", "SignIn", "load_demo"]
