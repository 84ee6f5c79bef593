# What packets of monitors say
telemetry-no-monitor = a packet does not say which monitor sent it; its readings are left out
    .mend = set the MN in the monitor's logger
telemetry-no-time = a packet of command { $command } has no readable DataTime; its readings are left out
    .mend = check the clock and the firmware of the monitor's logger; the packet itself is kept
telemetry-not-a-number = { $name } reads “{ $text }”, which is no number; the value is left out
    .mend = check the instrument and its logger; the packet itself is kept
telemetry-flag-unknown = the mark “{ $flag }” of { $factor } is none of N, F, M, S, D, C, T, B
    .mend = set the standard's marks in the monitor's logger
