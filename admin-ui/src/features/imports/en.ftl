imports-open = Import
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
problem-imports-role = The roles are member, agent, supervisor and administrator.
problem-imports-twice = Another row of the file has the same.
problem-imports-too_big = The file has more than 8 MB.
problem-imports-unpacked = The file unpacks to more than 64 MB. Keep the rows alone and save it anew.
problem-imports-too_many_rows = The file has more than 10,000 rows. Split it.
problem-imports-too_many_columns = The file has more than 64 columns.
problem-imports-long_cell = A cell has more than 1,000 characters.
problem-imports-empty = The first row must name the columns, and at least one row must follow.
problem-imports-old_excel = This is a file of Excel before 2007. Save it as .xlsx or CSV.
problem-imports-unreadable = The file cannot be read. Save it again as .xlsx without password, or as CSV.
problem-imports-not_found = This import is forgotten. Send the file again.
problem-imports-working = The import is being worked on.
problem-imports-over = The import is over. Send the file again.
problem-imports-bad_rows = Some rows are wrong. Correct them, or leave them out.
problem-imports-no_rows = There is no row to import.
problem-imports-no_user_name = One of the columns must be the user name.
problem-imports-columns = Each column is one field or none, and no field comes twice.
problem-imports-busy = Too many imports are worked on at this moment. Try again in a minute.
problem-imports-too_long = The import took longer than a quarter of an hour. Split the file.
problem-imports-no_phones = There are no extensions here.
