"""What happens to time worked. The job's history tells it, and with it who corrected what; `entry` is the row's id."""

from shopfloor.events import kind


@kind("job.timer_started", says="{actor} started a timer on {job} ({stage})")
class TimerStarted:
    entry: int
    stage: str


@kind("job.timer_stopped", says="{actor} stopped the timer on {job} after {length}{why}")
class TimerStopped:
    entry: int
    length: str
    why: str


@kind("job.time_added", says="{actor} added {length} of work by {worker} on {job}")
class TimeAdded:
    entry: int
    worker: str
    worker_id: int
    length: str


@kind("job.time_corrected", says="{actor} corrected the time of {worker} on {job}: {was} became {now}")
class TimeCorrected:
    entry: int
    worker: str
    worker_id: int
    was: str
    now: str


@kind("job.time_removed", says="{actor} took out the time of {worker} on {job}: {was}")
class TimeRemoved:
    entry: int
    worker: str
    worker_id: int
    was: str
