"""How time runs: always, in opening hours, by open days or by days of the calendar. Pure: no clock of its own."""
