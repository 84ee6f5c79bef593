app-name = Yanlian
skip-to-content = Skip to content
nav-label = Main navigation
nav-today = Today
nav-chain = Chain
nav-opportunities = Opportunities
nav-projects = Projects
nav-enterprises = Enterprises
nav-service = Service
nav-zone = Zone
nav-data = Data
look-chain = Chain to look at
look-year = Reporting year
look-apply = Show
all-chains = All chains
year = { $year }
search-placeholder = Search products, enterprises, processes, projects… (press /)
other-lang = 中文
other-lang-code = zh
other-lang-title = 切换到中文
theme-title = Light, dark, or as the system has it
demo-mark = Demonstration park: all enterprises, people and figures are invented.
help = About this page
foot = Yanlian · figures come from the registers; every figure opens
foot-day = as of { $day }
list-separator = {"; "}
sentence-space = {" "}

figure-value = Value
figure-formula = Formula
figure-missing = Unknown
figure-open = Open: value, formula and what is unknown
figure-at-least = at least { $low }
figure-at-most = at most { $high }
figure-up-to = up to { $high }
figure-between = between { $low } and { $high }
figure-unknown = unknown

missing-count = { $count }
missing-output = output of plant ({ $which })
missing-capacity = capacity of plant ({ $which })
missing-flow = quantity in a recipe ({ $which })
missing-price = price ({ $which })
missing-supply = quantity of a supply ({ $which })
missing-supply-completeness = whether all supplies are registered ({ $which })
missing-demand = final demand ({ $which })
missing-essential = whether the input is essential ({ $which })
missing-viable-scale = smallest viable scale ({ $which })
missing-limit = how much of the limit is used ({ $which })
missing-maker = no process in the library makes it ({ $which })
missing-feedstock = main feedstock ({ $which })
missing-treatment = treatment of an emission ({ $which })

state-missing = missing
state-short = short
state-balanced = local and balanced
state-surplus = surplus sold outside
state-idle = neither made nor used
state-undetermined = undetermined
state-coming = coming
state-late = late
state-stalled = stalled
state-ontime = on time
state-done = done
state-dropped = dropped
state-unknown = unknown
state-open = open
state-overdue = overdue
state-fault = fault
state-warning = warning
state-note = note

question-1 = How are the projects going?
question-2 = How about upstream and downstream?
question-3 = What are the advantages of the processes?
question-4 = What difficulties need to be solved?

formula-gap-value = net imports × price without tax
formula-uplift = value added per unit × reachable scale

# Long lists in pages.
pager-label = Pages
pager-range = { $first }–{ $last } of { $all }
pager-previous = Previous
pager-next = Next

# The tables of a page as files.
files-label = Tables of this page
files-workbook = Excel (all tables)
files-csv = CSV: { $title }
files-date = as of
files-unit = unit
