# Files
import-unknown-file-kind = This is neither an Excel workbook (.xlsx) nor a CSV file.
    .mend = Save it as .xlsx or .csv and import it again.
import-old-workbook = This workbook is in the old Excel format, or it is protected by a password.
    .mend = Open it in Excel or WPS and save it as .xlsx without a password.
import-unreadable-workbook = This workbook cannot be read; it may be damaged.
    .mend = Open it in Excel or WPS, save it again as .xlsx and import that.
import-web-page = This file is named as a workbook and is a web page.
    .mend = Open it in Excel or WPS, save it as .xlsx and import that.
import-text-as-workbook = This file is named as a workbook and holds plain text, such as CSV.
    .mend = Rename it to .csv, or save it as .xlsx with Excel or WPS.
import-workbook-as-text = This file is named as text and is an Excel workbook.
    .mend = Rename it to .xlsx; where only CSV is taken, save it as “CSV UTF-8 (comma delimited)”.
import-nul = Row { $row } holds a character of no meaning (NUL); the file may be damaged.
    .mend = Export it again from where it came from, or take the character out.
import-too-large = The files hold more than { $megabytes } MB unpacked.
    .mend = Split them and import the parts one after another; take out pictures and unused sheets.
import-too-many-rows = The files hold more than { $rows } rows.
    .mend = Split them and import the parts one after another.
import-unknown-encoding = The text is neither UTF-8 nor UTF-16, and in GB18030 it does not read as Chinese.
    .mend = Save the file as “CSV UTF-8 (comma delimited)”.
import-unclosed-quote = A quotation mark that opens in row { $row } is never closed.
    .mend = Close the quotation mark, or delete it.
import-nothing = No sheet or file bears the name of a register, so there is nothing to import.
    .mend = Name each sheet, or each CSV file, after its register: { $known }.
import-damaged-text = The text is damaged UTF-8: characters are cut or lost, first in row { $row }.
    .mend = Save the file again as “CSV UTF-8 (comma delimited)” from where it came from.
import-long-row = Row { $row } holds more than { $megabytes } MB.
    .mend = Look for a quotation mark that is never closed; take texts out that belong into files of their own.
import-too-many-columns = Row { $row } has more than { $most } columns.
    .mend = Delete the columns that do not belong to the table.
import-more-findings = { $number } more findings are not listed.
    .mend = Mend those that are listed and import again.

# Sheets and headers
import-unknown-sheet = “{ $sheet }” is no register; it was skipped.
    .mend = If it should be read, rename it to one of: { $known }.
import-no-header = No row names the columns of the register “{ $register }”.
    .mend = Copy the header row from the template.
import-header-not-text = The header “{ $value }” is not text and names no column.
    .mend = Replace it by a column name of the template, or delete the column.
import-unknown-column = No column has this name; “{ $near }” may be meant.
    .mend = Change the header to “{ $near }”, or delete the column.
import-unknown-column-alone = The register “{ $register }” has no such column.
    .mend = Compare the header with the template, or delete the column.
import-duplicate-column = This column is there already, as “{ $first }”.
    .mend = Keep one of the two columns.
import-missing-key-column = The column “{ $field }” is missing; without it records cannot be told apart.
    .mend = Add the column “{ $field }” and fill it in for every row.
import-missing-required-column = The column “{ $field }” is missing; { $rows } new records need it.
    .mend = Add the column “{ $field }” and fill it in for new records.
import-cell-without-header = “{ $value }” stands in a column without a header.
    .mend = Give the column a header, or delete what is in it.
import-ragged-row = This row has { $cells } cells, but the header has { $columns }.
    .mend = Look for a missing or surplus comma; put text with commas in quotation marks.
import-which-unit = Above the table stand several units that this column could be in: { $units }.
    .mend = Write the unit in brackets into the column's header.
import-unit-beside = The file's name, or the header of its pages, says “{ $unit }”; nobody can know whether this column is in that unit.
    .mend = Write the unit in brackets into the column's header.
import-unit-in-comment = A comment here names the unit “{ $unit }”, which is not that of the column; the numbers were read in that of the column.
    .mend = Where they are in the unit of the comment, write it into the header or the cell.
import-unit-below = The unit “{ $unit }” stands below the header, so that the rows above it were read without it.
    .mend = Write it into a row above the header, or in brackets into the headers.
import-repeated-header-unit = This row repeats the header with another unit.
    .mend = Write the rows below it in the unit of the first header, or into a sheet of their own.

# Cells
import-not-a-number = “{ $value }” is not a number.
    .mend = Write a number such as 1200 or 1,200, if need be with its unit; leave it blank if the figure is unknown.
import-not-a-date = “{ $value }” is not a date.
    .mend = Write it as YYYY-MM-DD, such as 2025-11-20.
import-seconds = { $value } is read without its seconds: times count by the minute.
    .mend = If the seconds matter, give the minute before for a beginning and the one after for an end.
import-date-range = The day { $value } lies outside the years { $first } to { $last }.
    .mend = Compare the year.
import-no-day = The format of this cell shows a day, but its number ({ $value }) is that of none that can be meant; a formula makes 0 of a blank cell.
    .mend = Write the day, or leave the cell blank if it is unknown.
import-not-a-year = “{ $value }” is not a year.
    .mend = Write four digits, such as 2025.
import-not-a-period = “{ $value }” is neither a year nor a month.
    .mend = Write a year such as 2025, or a month such as 2025-11.
import-not-yes-or-no = “{ $value }” is neither yes nor no.
    .mend = Write yes or no.
import-not-a-choice = “{ $value }” is none of the words to choose from.
    .mend = Write one of: { $choices-en }.
import-uncalculated = This cell holds a formula whose value was never calculated.
    .mend = Open the workbook in Excel or WPS, let it calculate and save it; or paste the values.
import-nothing-above = “{ $value }” says that it is as above, where nothing stands that can be taken, or the column holds numbers.
    .mend = Write out what is meant.
import-error-cell = This cell shows the error { $value }.
    .mend = Correct the formula, or write the value.
import-long-number = This code was stored as a number ({ $value }); digits after the fifteenth are lost.
    .mend = Format the column as text and enter the code again.
import-exponent-in-code = A spreadsheet has written this code as a number with an exponent ({ $value }); its digits cannot be told from that.
    .mend = Format the column as text and enter the code again.
import-control-character = This text contains an invisible control character.
    .mend = Delete the text and type it again; a key must be on one line.
import-unknown-unit = “{ $unit }” is no known unit.
    .mend = Use a unit such as t, kg, m3, Nm3, kWh, GJ, tce, CNY, mu, piece, set or person.
import-plain-unit = “{ $unit }” is a multiple; a product or an indicator is counted in a plain unit.
    .mend = Write { $plain }, and give quantities in that unit.
import-no-unit-here = “{ $value }” has a unit, but this column takes none.
    .mend = Write the pure number, a share of 13 % as 0.13.
import-per-unit = “{ $value }” is per one of something, but this column is not.
    .mend = Give the number as the column counts it.
import-scaled-number = The cell holds { $held } and shows { $shown } by its number format, while its column names no unit of that scale; nobody can know which of the two is meant.
    .mend = Take the scaling out of the number format, or write the unit that the shown number has into the column's header.
import-number-not-shown = The cell holds { $value } and shows nothing, for its number format hides it; nobody can know whether the number is meant.
    .mend = Give the cell an ordinary number format, or clear it.
import-counted-twice = “{ $value }” says 万 or 亿, and the unit of its column does so too.
    .mend = Write the number with its whole unit, such as 5亿元, or without 万 and 亿.
import-comma-of-decimals = “{ $value }” may be read with a comma of thousands or of decimals: the file parts its cells by semicolons.
    .mend = Write it without a comma of thousands, and with a point before the decimals.
import-no-unit-known = The number is given in { $unit }, but the unit in which it is to be kept is not known.
    .mend = Fill in the product, process or plant to which the number belongs.
import-inconvertible-unit = { $from } cannot be converted to { $to }.
    .mend = Give the figure in { $to }, or in a unit that converts to it.
import-gas-volume = { $from } of gas does not say at which temperature it is measured; the registers count in Nm3, at 0 °C.
    .mend = Write Nm3 where it is at 0 °C. Chinese statistics and gas meters count at 20 °C: multiply by 0.9318 and write Nm3.
import-bad-address = “{ $value }” is no internet address and no range such as 10.1.4.0/24.
    .mend = Write addresses such as 10.1.2.3 or ranges such as 10.1.4.0/24, with semicolons between.
import-bad-key = This is no key of SM4.
    .mend = Write the 16 bytes as 32 hexadecimal digits.
import-bad-month = “{ $value }” is a year, and this column is one of months.
    .mend = Write the month, such as 2025-11.
import-bad-minute = “{ $value }” is no time such as 2026-03-02T08:00.
    .mend = Write day and minute as YYYY-MM-DDTHH:MM.
import-bad-uscc = “{ $value }” is no valid unified social credit code.
    .mend = Compare it with the business licence: 18 characters, capitals without I, O, S, V and Z.
import-uscc-spelling = The letters of “{ $value }” must be plain capitals.
    .mend = Write { $right }.
import-under-minimum = { $value } is under the smallest value allowed, { $limit }.
    .mend = Correct the number, or leave it blank if it is unknown.
import-over-maximum = { $value } is over the largest value allowed, { $limit }.
    .mend = Correct the number, or leave it blank if it is unknown.
import-required = “{ $field }” must be filled in.
    .mend = Fill it in, or leave the whole record out.
import-clear-required = “{ $field }” must be filled in and cannot be erased.
    .mend = Write the new value in place of =clear.
import-long-text = This text has more than { $most } characters.
    .mend = Shorten it; keep what is longer in a file beside the record.
import-lost-character = Characters of “{ $value }” were lost when the text was written.
    .mend = Type it again, or take it from where it came from.
import-misread-text = “{ $value }” is Chinese in UTF-8 that a program has read as GBK; it said “{ $meant }”.
    .mend = Open the file that it comes from as UTF-8, or type it again.
import-fraction-in-code = This code was stored as a broken number ({ $value }); zeros at its end may be lost.
    .mend = Format the column as text and enter the code again.
import-date-in-code = A spreadsheet has made a date ({ $value }) of this code.
    .mend = Format the column as text and enter the code again.
import-first-or-tenth = “{ $value }” may be January or October.
    .mend = Write { $year }-01 or { $year }-10.
import-merged-number = This number stands in a merged cell over several rows, so it is not that of one of them.
    .mend = Take the cells apart and write each row's own number; leave those blank that are unknown.

# References
import-unknown-reference = “{ $value }” is not in the register “{ $register }”. Alike: { $suggestions }.
    .mend = Use one of these keys or names, or add the record to “{ $register }”.
import-unknown-reference-alone = “{ $value }” is not in the register “{ $register }”.
    .mend = Correct the key or name, or add the record to “{ $register }”.
import-unknown-party = “{ $value }” is neither an enterprise nor in the directory. Alike: { $suggestions }.
    .mend = Use one of these, or write outside:{ $value } for a company that is not registered.
import-unknown-party-alone = “{ $value }” is neither an enterprise nor in the directory.
    .mend = Add it to one of them, or write outside:{ $value } for a company that is not registered.
import-ambiguous-reference = “{ $value }” is the name of several records: { $candidates }.
    .mend = Write the key of the one that is meant.
import-outside-without-name = No name follows “outside:”.
    .mend = Write outside: and the name of the company.

# Rules
import-duplicate-key = { $key } stands twice: it is already in { $place }, row { $row }.
    .mend = Keep one of the two rows.
import-repeated-row = This row repeats row { $row } of { $place }; it was skipped.
    .mend = Delete one of the two rows.
import-bounds-order = { $less } ({ $low }) is larger than { $more } ({ $high }).
    .mend = Correct them so that low ≤ quantity ≤ high.
import-bounds-kept = { $less } ({ $low }) is larger than { $more } ({ $high }); one of the two stands as it is kept, and the file leaves it.
    .mend = Bring low, quantity and high together, or write =clear in the column of the one that no longer holds.
import-main-product-not-one = Flows are given per unit of the main product, so its own row must say 1.
    .mend = Write 1, or delete the row; divide the other flows by the old figure.
import-unknown-treatment = The register of treatments has no { $value } for { $item } of the process { $process }.
    .mend = Write the id of a treatment of this process and emission, or add it to Treatments first.
import-second-main = The process has a main feedstock already: { $other }.
    .mend = Write yes for one input only.
import-key-same = { $key } differs from { $other } only in characters that nobody tells apart.
    .mend = Write the key as it is kept; if both are meant, give one another key.
import-number-range = { $value } is no number that can be meant here.
    .mend = Write a number between 10⁻¹⁵ and 10¹⁵, or leave it blank if it is unknown.
import-withheld-needed = This was left out of the file (***), and a new record needs it.
    .mend = Fill it in, or export with personal data.

# Records of forms and programs
import-kept-already = “{ $key }” is in the register “{ $register }” already.
    .mend = Give the new record another key, or change the one that is there.
import-not-kept = “{ $key }” is not in the register “{ $register }”; it may have been deleted meanwhile.
    .mend = Compare it with the register, or make it as a new record.
import-key-fixed = “{ $field }” is part of the key and stays { $key }.
    .mend = Make a new record under the other key, and delete this one where it is not needed.
import-deleted-here = { $key } is deleted by the same import.
    .mend = Either delete the record or change it.
import-still-named = { $number ->
        [one] A record refers to { $key }: { $records }.
       *[other] { $number } records refer to { $key }: { $records }.
    }
    .mend = Change or delete those first.

# Warnings
import-probable-duplicate = “{ $name }” is new and may be the same as “{ $other }” ({ $key }).
    .mend = If they are the same, use that key instead of a new one.
import-example-row = This is the example row of the template.
    .mend = Delete it, or overwrite it and its note.
import-share-range = { $value } % is no share of a whole.
    .mend = Look whether a comma is missing, or a percentage was multiplied by a hundred once more; a rate of growth may stay.
import-unit-changed = The unit changes from { $before } to { $after }; figures that are kept in it are not converted.
    .mend = Keep the old unit, or bring every figure of it again in the new one.
import-figures-converted = The row gives another unit and no figure; what is kept was converted to it, so that the amount is the same.
    .mend = Give the figure too if the kept one was in the new unit all along.
import-perhaps-order = “{ $first }” ({ $earlier }) is later than “{ $second }” ({ $later }).
    .mend = Compare the two and correct the one that is wrong.
import-time-to-come = { $value } is still to come, while the row says what was.
    .mend = Look at the year or the day; what is planned belongs in the column of plans.
import-source-kept = { $rows ->
        [one] The row changes a figure and gives no source, so that the old source would stand beside the new figure.
       *[other] { $rows } rows, beginning with this one, change a figure and give no source, so that the old source would stand beside the new figure.
    }
    .mend = Fill in the column Source, or write =clear in it where the source is not known.
import-over-capacity = The output, { $output }, is far above the capacity of the plant, { $capacity }.
    .mend = Compare the two figures and their units.
import-weights-over = The weights of the milestones of { $project } add up to { $sum }%, more than 100%.
    .mend = Look at the weight of each milestone.
import-tax-contradicted = This price says whether the tax is in it, and the column “Tax included” says otherwise.
    .mend = Check which is right and make both say so.
import-unit-contradicted = This number is in { $unit }, and the column “Unit” says otherwise.
    .mend = Correct one of the two.
import-total-row = This row adds up others or follows from them (a share, a change on the year before); it was passed over.
    .mend = Delete it, or rename it if it is a record of its own.
import-part-row = This row is a part of another (其中, of which); it was passed over.
    .mend = If rows below it are parts as well, say so before each; rename it if it is a record of its own.
import-perhaps-total = “{ $value }” may say that this row adds up others; it was read as a record.
    .mend = Delete the row if it does.
import-merged-across = A merged cell covers this column too; what it says was taken for the first column only.
    .mend = Take the cells apart and fill in each column.
import-struck-text = “{ $value }” is struck through; it was left out.
    .mend = If it holds, take the line through it away and import again.
import-struck-row = All that stands in this row is struck through; it was passed over.
    .mend = If the row holds, take the lines through it away and import again.
import-raised-mark = “{ $value }” stands above or below the line; it was taken for the mark of a foot note and left out.
    .mend = If it belongs to the value, write it on the line.
import-zero-not-shown = The cell holds 0 and shows nothing; it was read as blank.
    .mend = If 0 is meant, give the cell a number format that shows it.
import-invisible-character = Invisible characters were taken out of “{ $value }”.
    .mend = Type the text again where it comes from, so that it is found there too.
import-perhaps-rounded = This long code ends in zeros as if a spreadsheet had rounded it: { $value }.
    .mend = Compare it with its source; format the column as text before codes are entered.
import-perhaps-date = This code looks like a day that a spreadsheet has made of it: { $value }.
    .mend = Compare it with its source; format the column as text before codes are entered.
import-perhaps-lost = A character of “{ $value }” may have been lost and written as a question mark.
    .mend = Compare it with its source.
import-short-password = This password has fewer than six characters; a spreadsheet takes zeros from the beginning of a number.
    .mend = Compare it with the monitor; format the column as text before passwords are entered.
import-key-alike = { $key } is new and differs from { $other } only in capitals.
    .mend = If they are the same, write the key as it is kept.
import-withheld-secret = This is a password or a key (***), which never leaves the program, and a new record needs it.
    .mend = Type it in.
import-withheld = Personal data was left out of the file (***), so it stays blank in the new record.
    .mend = Fill it in, or export with personal data.

# Notes
import-running-number = This column only numbers the rows; it was passed over.
    .mend = Nothing needs to be done.
import-column-numbers = This row only numbers the columns; it was passed over.
    .mend = Nothing needs to be done.
import-not-numbering = “{ $value }” stands in a column that is headed as one of row numbers; the column was passed over.
    .mend = If it is a code, head the column by the name of its field.
import-leftover-file = This is a file that another program left, such as a lock; it was passed over.
    .mend = Nothing needs to be done.
import-read-me = This file is there for people to read; it was passed over.
    .mend = Nothing needs to be done.
import-repeated-header = This row repeats the header; it was passed over.
    .mend = Nothing needs to be done.
import-foot-note = This row is a note on the table; it was passed over.
    .mend = Nothing needs to be done.
import-last-line-open = The last line has no end. Is the file whole?
    .mend = Look at the last figure; if it is cut short, fetch the file again.
import-lone-text = This row holds one text, “{ $value }”, and no data; it was passed over as a title or a note.
    .mend = If it is a record, fill in its key and its other columns.
import-remark-rows = { $rows ->
        [one] A row whose first cell begins with # was passed over as a remark.
       *[other] { $rows } rows whose first cell begins with # were passed over as remarks, beginning with this one.
    }
    .mend = If they are records, take the # away or put a single quotation mark before it ('#).
import-example-passed = The example row of the template, as it came; it was passed over.
    .mend = Nothing needs to be done.
import-hidden-rows = { $rows ->
        [one] A hidden row was read as well.
       *[other] { $rows } hidden rows were read as well, beginning with this one.
    }
    .mend = Delete rows that should not be read; hiding or filtering does not keep them out.
import-hidden-column = This column is hidden and was read as well.
    .mend = Delete it if it should not be read.
import-hidden-sheet = This sheet is hidden and was read as well.
    .mend = Delete it if it should not be read.
import-unit-above = The unit above the table, { $unit }, was taken for every number that can be in it and names no other.
    .mend = Write units in brackets into the headers if that is not meant.
import-unit-above-unused = The unit above the table, { $unit }, fits no column.
    .mend = Look whether the numbers are in the units of the register.
