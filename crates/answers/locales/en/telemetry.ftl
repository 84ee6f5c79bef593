telemetry-no-time = A packet with data says no time for them (DataTime); nothing of it is counted. The packet is kept.
    .mend = Have the data logger send DataTime as HJ 212 wants it.
telemetry-no-value = A packet gives { $factor } no value that can be read.
    .mend = Look at the packet; have the data logger send plain numbers.
