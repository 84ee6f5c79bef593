# A form that came back, or was written.
form-help = What you typed is still here. Put right what is marked, or decide between two versions, and save again. Nothing was written yet.
form-lead-faults = { $faults ->
    [one] Nothing was saved yet: one thing must be put right first.
   *[other] Nothing was saved yet: { $faults } things must be put right first.
}
form-lead-conflict = { $records ->
    [one] Nothing was saved yet: somebody changed this record after you had opened the form. Both versions are below.
   *[other] Nothing was saved yet: somebody changed { $records } records after you had opened the form. Both versions are below.
}
form-problems = What must be put right
form-colon = :{" "}
form-required = (required)
form-save = Save
form-save-over = Save mine over it
form-leave = Go back without saving
form-leave-theirs = Leave it as it stands
form-versions = Both versions
form-field = Field
form-seen = As you saw it
form-now = As it stands
form-yours = As you would have it
form-kept = Saved, as entry { $entry }.
form-kept-nothing = Nothing to save: it stood so already.
form-title-handling = Handle an exceedance
form-title-review = Declare a time invalid
form-title-adopt = Register a monitor
form-title-command = Ask a monitor
form-title-scenario = Save a scenario

handling-assign-first = nobody has it yet
    .mend = say first who looks after it
handling-due-before-day = the term is over before the exceedance began
    .mend = give a day on or after the exceedance
handling-cause-first = the cause is not given
    .mend = say why the limit was exceeded before you say what was done
handling-measure-first = it is not said what was done
    .mend = say what was done before you close it
handling-closed-before-day = it cannot be closed before it happened
    .mend = give a day between the exceedance and today
handling-closed-ahead = it cannot be closed on a day that is still to come
    .mend = give a day between the exceedance and today
review-ends-before-it-begins = the end is not after the beginning
    .mend = give an end that comes later

command-unknown-monitor = no monitor of this MN is registered
    .mend = choose a registered monitor
command-unknown-task = it is not known what to ask
    .mend = choose one of the commands in the list
command-no-time = this is no time
    .mend = write YYYY-MM-DDTHH:MM, in China's local time
command-no-span = the end is not after the beginning
    .mend = give an end that comes later
command-no-value = a whole number of 1 or more is needed to set
    .mend = give the seconds or minutes to set
