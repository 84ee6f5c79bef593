cli-reading = reading, row
cli-comparing = comparing, row
cli-import-faults = { $faults } faults; nothing was written.
cli-import-done = Imported as number { $number }: { $new } new, { $changed } changed, { $unchanged } unchanged.
cli-import-checked = Checked: { $new } would be new, { $changed } changed, { $unchanged } unchanged. Nothing was written.
cli-import-altered = { $record } · { $field }: { $before } → { $after }
cli-import-nothing = The registers say the same already ({ $unchanged } records); nothing to write.
cli-library-chain = Chain
cli-library-processes = Processes
cli-library-rows = Rows
cli-library-verified = Verified
cli-library-verified-share = share
cli-library-twice = Two sources
cli-library-twice-share = share
cli-library-all = all
cli-library-checked = Chain library checked: { $faults ->
    [one] 1 fault
   *[other] { $faults } faults
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}.
cli-move-moving = moving
cli-move-comparing = comparing
cli-moved = Moved to { $address } and compared: { $entries } entries with { $versions } changes of records, { $packets } packets, { $readings } readings.
cli-move-same = Source and target are the same: { $address }.
cli-move-empty = There is nothing to move at { $address }.
cli-move-not-empty = { $what } is not empty. Name a new folder, or an empty database.
cli-move-other-source = A move from { $what } into the target is not finished. Begin that one again, or name another target.
cli-move-differs = Source and target differ in “{ $what }”: something wrote to the source meanwhile. Stop what uses it and begin the move again: it goes on. If it says so again, empty the target (delete the folder, or drop and create the database) first.
store-unavailable = The database does not answer. See whether the database runs, whether the address is right, and whether its connections are used up; then try again.
store-busy = Try again when the other program has written; a large import takes minutes.
store-unsure = Do it again: what is there already is written once.
store-no-entry = The database does not let the program in. See whether database, role and password are right and the server’s pg_hba.conf lets this computer in; for TLS, whether sslmode and sslrootcert fit the server. A file of passwords that others may read is passed over. See docs/operate.md.
store-setting = The server is set so that what is written could be lost or end up elsewhere. Set it for the role or the database, see docs/operate.md.
store-rights = The database’s user lacks a right: it must be able to make tables in its schema, to read and to write; a user who may only read is not enough. See docs/operate.md.
store-newer = A newer release has been at work here. Use that release or a later one; an earlier one can no longer use this database.
store-foreign = The database is used for something else. Name an empty database, or give the program a schema of its own.
store-served = A server is at work on this folder: stop it first. Several servers at a time need PostgreSQL, see docs/operate.md.
cli-move-unfinished = { $address } is the target of a move from { $source } that is not finished. Begin the move again: it goes on. Or delete the folder, or drop and create the database.
cli-undone = Import { $number } is taken back.
cli-undo-refused = Import { $number } cannot be taken back:
cli-gaps = Missing links: inputs from outside
cli-steps = Extensions within reach
cli-matches = Makers and buyers who could trade
cli-product = Product
cli-state = State
cli-quantity = Quantity a year
cli-value = Value a year
cli-score = Rank value
cli-candidates = Candidates
cli-process = Process
cli-feedstock = Feedstock
cli-scale = Reachable scale a year
cli-uplift = Uplift a year
cli-maker = Maker
cli-absent = Input that nobody here makes
cli-needed-by = Enterprises that need it
cli-buyer = Buyer

web-upload-gone = This checked upload is no longer held; please upload it again.
undo-unknown = There is no import of this number.
undo-kind = An undo or an erasure cannot be taken back.
undo-already = It was taken back by entry { $by }.
undo-built-on = { $record } was changed by entry { $by }
undo-dangling = { $record } still refers to “{ $names }”, which would go

# Plain tables
plain-empty = The table has no header.
    .remedy = Name the columns in the first row.
plain-column-missing = There is no column “{ $column }”; the header reads: { $header }.
    .remedy = Add the column, or rename the one that is meant.
plain-column-twice = The column “{ $column }” is there more than once; the header reads: { $header }.
    .remedy = Keep one of them.
plain-column-perhaps = “{ $header }” may be meant as “{ $column }”, which it is not read as.
    .remedy = If it is, call it “{ $column }”, with the unit in brackets as in “{ $column } (CNY million)”; if not, give it another name.
plain-unit-partly = This column names no unit, while one that it is compared with is in “{ $unit }”.
    .remedy = Write the unit behind the names of all columns of money, or of none.
plain-row-overlong = This row has { $cells } cells, but the header names { $columns } columns.
    .remedy = Write numbers without separators of thousands, and put a text that contains the delimiter in quotation marks.
plain-above-passed = “{ $text }” stands above the header and is passed over; numbers count as they stand.
    .remedy = Where the files of one method have different units, bring them to one first.
plain-below-passed = “{ $text }” stands below the table and is passed over; numbers count as they stand.
    .remedy = Where the files of one method have different units, bring them to one first.
plain-sum-row = “{ $text }” is a sum of others; beside its parts it would be counted as one of them.
    .remedy = Take out the rows of sums.
plain-name-alike = “{ $text }” differs from “{ $other }” above only in capitals, widths or spaces; they would be counted as two.
    .remedy = Write the two alike, or tell them apart by more than that.
plain-several-units = “{ $column }” says “{ $first }” for some rows and “{ $other }” for others: their numbers do not add up.
    .remedy = Give all rows in one unit.
plain-blank = This cell is blank; a number is needed.
    .remedy = Fill it in; a blank is not read as 0.
plain-not-a-number = “{ $text }” is not a finite number.
    .remedy = Write a plain number such as 1250 or 1.25e3.

# HJ 212
hj212-offset = Offset
hj212-verdict = Verdict
hj212-ok = ok
hj212-remarks = Remarks
hj212-counts = { $good } packets in order, { $refused } pieces refused.
hj212-simulated = { $sent } pieces sent, { $answered } answered.
hj212-asked = Command { $number } is kept; it goes down when the monitor is connected.
hj212-number = Number
hj212-command = Command
hj212-asked-at = Asked
hj212-asked-by = By
hj212-state = State
hj212-queued = queued
hj212-sent = sent
hj212-accepted = accepted
hj212-refused = refused ({ $code })
hj212-done = done
hj212-failed = failed ({ $code })
hj212-unanswered = no answer

# Readings
cli-readings-exported = { $readings } readings written, in { $files } files.
cli-readings-forgotten = Packets forgotten: { $packets }; readings forgotten: { $readings }.
cli-readings-kept-for-ever = No rule says how long something is kept; nothing was forgotten.

# Wrong usage
cli-unreadable = Cannot read { $file }: { $why }
cli-nothing-to-import = There is no .xlsx or .csv file to import.
cli-passed-over = This is no .xlsx or .csv file; it was passed over.
    .remedy = If it holds a register, save it as .xlsx or .csv; a folder inside is named by itself.
cli-no-library = The library has no chain { $chain }; there are: all, { $known }.
cli-no-chain = No such chain is registered; there are: { $known }.
cli-no-scenario = No such scenario is registered; there are: { $known }.
cli-no-outlet = No outlet { $outlet } is registered.
cli-no-monitor = No monitor { $mn } is registered.
cli-no-monitors = No monitor with factors is registered in { $address }.
cli-ask-incomplete = What is asked needs a value or a time: see `yanlian hj212 command --help`.
cli-brief-html = The briefing is written as .html; print it from a browser.
cli-loopback = { $address } is reachable from other machines; until there are accounts only loopback addresses are served, such as 127.0.0.1:8420.
cli-epsilon = --eps is { $eps }, not a number of 0 or more.
cli-option-value = { $option } cannot be “{ $value }”.
    .remedy = See --help of the command for what it can be.
cli-firm-twice = Firm { $firm } is named twice.
cli-part = Firm { $firm } would lose the part { $part }, not 0 to 1.
cli-no-sector = --extract { $sector }: there is no such sector; there are: { $known }.
table-of-years = The column “{ $column }” has { $count } years or periods ({ $first } to { $last }); the method knows none and would take all of them together.
    .remedy = Split the file by year and run the method for each; leave the column out, or rename it, if it is none of years.
cli-option-value-of = { $option } cannot be “{ $value }”; it can be: { $known }.
    .remedy = Use one of these.
plain-heads-in-units = “{ $column }” counts in “{ $first }”, another column in “{ $other }”: their numbers do not add up.
    .remedy = Give all columns in one unit, and name it behind each.
