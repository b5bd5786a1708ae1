"""Who may do what: four roles, one table."""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    OFFICE = "office"
    SUPERVISOR = "supervisor"
    WORKER = "worker"


class Permission(StrEnum):
    JOBS_SEE = "jobs.see"
    JOBS_MOVE = "jobs.move"
    JOBS_CREATE = "jobs.create"
    JOBS_EDIT = "jobs.edit"
    JOBS_SET_STATUS = "jobs.set_status"
    JOBS_CANCEL = "jobs.cancel"
    NOTES_WRITE = "notes.write"
    PHOTOS_ADD = "photos.add"
    INTAKE_RECORD = "intake.record"
    TIME_LOG = "time.log"
    TIME_CORRECT = "time.correct"  # others' entries
    REWORK_OPEN = "rework.open"
    REWORK_CLOSE = "rework.close"
    MATERIALS_LOG = "materials.log"
    SCHEDULE_PLAN = "schedule.plan"
    CUSTOMERS_MANAGE = "customers.manage"
    CATALOG_MANAGE = "catalog.manage"
    PRICES_SEE = "prices.see"
    QUOTES_MANAGE = "quotes.manage"
    INVOICES_MANAGE = "invoices.manage"
    MAIL_SEE = "mail.see"
    SETTINGS_MANAGE = "settings.manage"
    MEMBERS_MANAGE = "members.manage"


_FLOOR = {
    Permission.JOBS_SEE,
    Permission.JOBS_MOVE,
    Permission.NOTES_WRITE,
    Permission.PHOTOS_ADD,
    Permission.INTAKE_RECORD,
    Permission.TIME_LOG,
    Permission.REWORK_OPEN,
    Permission.MATERIALS_LOG,
}
_LEAD = _FLOOR | {
    Permission.JOBS_CREATE,
    Permission.JOBS_EDIT,
    Permission.JOBS_SET_STATUS,
    Permission.JOBS_CANCEL,
    Permission.TIME_CORRECT,
    Permission.REWORK_CLOSE,
    Permission.SCHEDULE_PLAN,
}
_DESK = _LEAD | {
    Permission.CUSTOMERS_MANAGE,
    Permission.CATALOG_MANAGE,
    Permission.PRICES_SEE,
    Permission.QUOTES_MANAGE,
    Permission.INVOICES_MANAGE,
    Permission.MAIL_SEE,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.WORKER: frozenset(_FLOOR),
    Role.SUPERVISOR: frozenset(_LEAD),
    Role.OFFICE: frozenset(_DESK),
    Role.OWNER: frozenset(Permission),
}

# On their own phone all day: signed in for weeks. The others sit at desks anyone may walk up to.
FLOOR_ROLES = frozenset({Role.WORKER, Role.SUPERVISOR})
