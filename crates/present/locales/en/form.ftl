# A form that came back, or was written.
form-help = What you typed is still here. Put right what is marked, or decide between two versions, and save again. Nothing was written yet.
form-lead-faults = { $faults ->
    [one] Nothing was saved yet: one thing must be put right first.
   *[other] Nothing was saved yet: { $faults } things must be put right first.
}
form-lead-questions = { $questions ->
    [one] Nothing was saved yet: one thing is unusual. Is it meant?
   *[other] Nothing was saved yet: { $questions } things are unusual. Are they meant?
}
form-lead-conflict = { $fields ->
    [one] Nothing was saved yet: somebody else changed one thing, and otherwise than you, after you had opened the form. Say which stands; yours can be edited here.
   *[other] Nothing was saved yet: somebody else changed { $fields } things, and otherwise than you, after you had opened the form. Say of each which stands; yours can be edited here.
}
form-problems = What must be put right
form-questions = What is unusual
form-colon = :{" "}
form-required = (required)
form-save = Save
form-save-meant = It is meant, save
form-save-decided = Save as chosen
form-leave = Go back without saving
form-leave-theirs = Leave all as it stands
form-along = Your other changes, saved along
form-seen = As you saw it
form-now = Leave it as it stands
form-yours = As you would have it
form-kept = Saved, as entry { $entry }.
form-kept-merged = What others had changed in the same record after you opened it stands beside it.
form-no-revision = the form does not say which state of the registers it was filled in from
    .remedy = open the page again and fill it in there
form-no-file = No file was chosen.
    .remedy = Choose one or more workbooks or CSV files, then check or import them.
form-empty-file = The file is empty: nothing stands in it.
    .remedy = Save it again from where it came from, or leave it out.
form-kept-nothing = Nothing to save: it stood so already.
form-title-handling = Handle an exceedance
form-title-review = Declare a time invalid
form-title-adopt = Register a monitor
form-title-command = Ask a monitor
form-title-scenario = Save a scenario

handling-empty = nothing is said yet about how it is handled
    .remedy = say at least who looks after it; then, as it goes on, the term, the cause, what was done and when it was closed
handling-no-exceedance = on this day this factor was not over its limit at this outlet
    .remedy = compare outlet, factor and day; only an exceedance is handled
handling-due-too-far = the term ends more than five years after the exceedance
    .remedy = compare the year
handling-assign-first = nobody has it yet
    .remedy = say first who looks after it
handling-due-before-day = the term is over before the exceedance began
    .remedy = give a day on or after the exceedance
handling-cause-first = the cause is not given
    .remedy = say why the limit was exceeded before you say what was done
handling-measure-first = it is not said what was done
    .remedy = say what was done before you close it
handling-closed-before-day = it cannot be closed before it happened
    .remedy = give a day between the exceedance and today
handling-closed-ahead = it cannot be closed on a day that is still to come
    .remedy = give a day between the exceedance and today
review-ends-before-it-begins = the end is not after the beginning
    .remedy = give an end that comes later
review-begins-early = The review begins in { $year }, when no monitor had sent anything. Is that meant?
    .remedy = Look at the year.
review-is-to-come = The review begins on { $day }, which is still to come. Is that meant?
    .remedy = Look at both times.
review-is-long = The review covers { $days } days: no reading of the outlet in this time would be evidence. Is that meant?
    .remedy = Look at both times; give a review for each reason.

command-unknown-monitor = no monitor of this MN is registered
    .remedy = choose a registered monitor
command-unknown-task = it is not known what to ask
    .remedy = choose one of the commands in the list
command-no-time = this is no time
    .remedy = write YYYY-MM-DDTHH:MM, in China's local time
command-no-span = the end is not after the beginning
    .remedy = give an end that comes later
command-no-value = a whole number of 1 or more is needed to set
    .remedy = give the seconds or minutes to set
command-bad-seconds = between real-time packets lie { $least } to { $most } seconds
    .remedy = give whole seconds in this range
command-bad-minutes = HJ 212 does not let minute data cover so many minutes
    .remedy = give one of these, in minutes: { $known }
command-too-early = a monitor does not keep what it measured that long
    .remedy = give a time within the last ten years
command-ahead = the end is still to come
    .remedy = give a time up to the end of today
command-long-span = at most { $days } days can be asked for at once
    .remedy = ask for a shorter time, several times
