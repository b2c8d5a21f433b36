imports-title = Import users
imports-lead = Users, and where wanted their extensions, from a file of Excel or a text file. Each row is looked at first; nothing is changed by that.
imports-drop = Drop the file here
imports-choose = Choose a file
imports-bounds = .xlsx or .csv, at most 8 MB and 10,000 rows
imports-template = Template
imports-template-lead = A file with the columns that are recognised and one example.
imports-template-xlsx = Excel
imports-template-csv = CSV
imports-template-file = users
imports-passwords-file = passwords
imports-other-file = Another file
imports-cancel = Stop
imports-apply = { $count ->
    [one] Import one user
   *[other] Import { $count } users
}
imports-stage-checking = Looking at each row
imports-stage-applying = Making the users
imports-done-of = { $done } of { $of }
imports-leave = This page may be left; the import goes on.
imports-users-made = { $count ->
    [one] One user was made.
   *[other] { $count } users were made.
}
imports-phones-made = { $count ->
    [one] One extension was made.
   *[other] { $count } extensions were made.
}
imports-rows-left = { $count ->
    [one] One row was left out.
   *[other] { $count } rows were left out.
}
imports-secrets = Download the passwords
imports-secrets-lead = The drawn passwords can be downloaded once. Afterwards nobody can see them.
imports-was-cancelled = It was stopped; nothing was changed.
imports-rows = Rows
imports-good = Can be imported
imports-bad = With problems
imports-how = How
imports-good-alone = Leave out the rows with problems
imports-draw = Draw a password for users without one
imports-columns = Columns
imports-columns-lead = What each column of the file is taken for.
imports-column = Column
imports-example = Example
imports-field = Is
imports-field-of = What { $heading } is
imports-left-out = Left out
imports-no-heading = (no heading)
imports-problems = What is wrong
imports-row = Row
imports-value = Value
imports-what = What to do
imports-more-problems = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
