plans-lead = Limits under a name. A tenant takes a plan and follows its changes, save for limits of its own.
plans-search = Find a plan
plans-none = No plans yet
plans-none-lead = With a plan many tenants have the same limits, changed at one place.
plans-name-hint = What tenants read, such as Basic.
plans-delete = Delete this plan
plans-delete-title = Delete { $title }?
plans-delete-lead = No tenant may follow it any more.
