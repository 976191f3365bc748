"""Which function gives the meaning of a phrase, for each rule of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onrecord.times.absolute import (
    read_century,
    read_decade,
    read_holiday,
    read_iso,
    read_month,
    read_month_day,
    read_month_year,
    read_slashes,
    read_spelled,
    read_week_of,
    read_year,
)
from onrecord.times.clock import (
    read_clock,
    read_noon,
)
from onrecord.times.grammar import Phrase
from onrecord.times.lengths import (
    read_every,
    read_half_unit,
    read_lasting,
    read_loose,
    read_often,
    read_one,
    read_rate,
    read_stretch,
)
from onrecord.times.quarters import (
    read_dated_quarter,
    read_quarter,
    read_the_quarter,
    read_this_quarter,
    read_two_quarters,
    read_year_ago,
)
from onrecord.times.relative import (
    read_aday,
    read_ago,
    read_daypart,
    read_dayword,
    read_season,
    read_that_time,
    read_the_year,
    read_unit,
    read_vague,
    read_weekday,
    read_weekend,
    read_year_end,
)
from onrecord.times.scene import Meaning, Scene

Reader = Callable[[Phrase, Scene], list[Meaning]]
READERS: Mapping[str, Reader] = {
    "iso": read_iso,
    "slashes": read_slashes,
    "month_day": read_month_day,
    "day_month": read_month_day,
    "month_year": read_month_year,
    "month": read_month,
    "year": read_year,
    "spelled": read_spelled,
    "decade": read_decade,
    "century": read_century,
    "week_of": read_week_of,
    "holiday": read_holiday,
    "weekday": read_weekday,
    "dayword": read_dayword,
    "daypart": read_daypart,
    "clock": read_clock,
    "clock24": read_clock,
    "military": read_clock,
    "noon": read_noon,
    "unit": read_unit,
    "that_time": read_that_time,
    "aday": read_aday,
    "ago": read_ago,
    "vague": read_vague,
    "stretch": read_stretch,
    "lasting": read_lasting,
    "half_unit": read_half_unit,
    "another": read_one,
    "lifelong": read_one,
    "loose": read_loose,
    "every": read_every,
    "rate": read_rate,
    "often": read_often,
    "season": read_season,
    "weekend": read_weekend,
    "quarter": read_quarter,
    "q": read_quarter,
    "two_quarters": read_two_quarters,
    "this_quarter": read_this_quarter,
    "the_quarter": read_the_quarter,
    "year_ago": read_year_ago,
    "dated_quarter": read_dated_quarter,
    "period_last_year": read_year_ago,
    "the_year": read_the_year,
    "year_end": read_year_end,
}
