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
    JOBS_SET_STATUS = "jobs.set_status"
    JOBS_CANCEL = "jobs.cancel"
    NOTES_WRITE = "notes.write"
    MATERIALS_LOG = "materials.log"
    PRICES_SEE = "prices.see"
    MEMBERS_MANAGE = "members.manage"


_FLOOR = {Permission.JOBS_SEE, Permission.JOBS_MOVE, Permission.NOTES_WRITE, Permission.MATERIALS_LOG}
_LEAD = _FLOOR | {Permission.JOBS_CREATE, Permission.JOBS_SET_STATUS, Permission.JOBS_CANCEL}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.WORKER: frozenset(_FLOOR),
    Role.SUPERVISOR: frozenset(_LEAD),
    Role.OFFICE: frozenset(_LEAD | {Permission.PRICES_SEE}),
    Role.OWNER: frozenset(Permission),
}

# On their own phone all day: signed in for weeks. The others sit at desks anyone may walk up to.
FLOOR_ROLES = frozenset({Role.WORKER, Role.SUPERVISOR})
