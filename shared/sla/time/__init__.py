"""Service hours, working days and calendar windows: from wall clocks to instants (SEMANTICS.md, Time)."""
