problem-request = Request
problem-network = The exchange cannot be reached. Please check your connection.
problem-status-401 = Your session has ended. Please sign in again.
problem-status-403 = You may not do this.
problem-status-404 = It does not exist any more.
problem-status-429 = Too many requests. Please wait { $secs } seconds.
problem-status-500 = The exchange made a mistake. It is in its log under the request below.
problem-status-503 = The exchange is too busy at this moment. Please try again.
problem-unknown = That did not work ({ $code }).
problem-body-invalid = This value is not accepted.
problem-query-invalid = This filter is not accepted.
problem-bulk-too_many = At most 1,000 at once.

problem-me-wrong_password = The present password is wrong.
problem-second_factor-wrong_code = This code is not right. Each one works once; wait for the next one.
problem-second_factor-already_on = It is set up already.
problem-second_factor-off = It is not set up.
problem-second_factor-demanded = Your organisation demands it.
problem-second_factor-own = The own one is switched off in the own account, with a code.
problem-session-second_factor_needed = Set up the second step first.
problem-photos-no_picture = This is no picture that can be shown. JPEG, PNG or WebP, please.
problem-photos-too_big = This picture has too many pixels.
problem-body-too_long = This file is too big.

problem-bans-too_wide = This block is too wide: it would shut out whole countries.
problem-bans-own_address = Your own address is in this block.
problem-bans-until_past = This moment is past.
problem-bans-note_too_long = Up to 500 characters.
problem-bans-allowed_already = It is on the list already.
problem-bans-allowed_full = The list has 1000 entries already.
problem-session-address_banned = Too many attempts from your network. Please wait { $secs } seconds.

problem-branding-text = This text is too long or has signs that cannot be shown.
problem-branding-colour = A colour is # and six hex digits, such as #0a7078.
problem-branding-host = This is no host name, such as voice.example.com.
problem-branding-host_by_staff = This host name is set by your provider.
problem-branding-address = This is no mail address.
problem-branding-no_logo = This logo is not kept any more; choose the file again.
problem-branding-logo_no_data = This file could not be read.
problem-branding-logo_too_big = A logo has at most 64 KB.
problem-branding-logo_unknown = A logo is an SVG drawing, or a PNG, WebP or JPEG picture.
problem-branding-logo_sides = A picture has 16 to 2048 pixels on each side, and is whole.
problem-branding-logo_entities = This drawing uses entities of its own, as attacks do. Export it as plain SVG.
problem-branding-logo_drawing = This is no drawing that can be shown. Export it as plain SVG with a view box.

problem-calls-not_found = This call is over already.

problem-endpoints-name = 1 to 80 characters.
problem-endpoints-name_taken = An extension of this name exists already.
problem-endpoints-settings = This value is not accepted.
problem-endpoints-owner = There is no such user.
problem-endpoints-in_use = Extensions ring this account; change them first.
problem-endpoints-limit = The plan allows no more extensions.
problem-extensions-number = An internal number has 2 to 8 digits.
problem-extensions-digits = Internal numbers here have another length.
problem-extensions-emergency_number = This is an emergency number.
problem-extensions-number_taken = This number exists already.
problem-extensions-in_use = Public numbers lead to it; assign them elsewhere first.

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

problem-numbers-number = Neither a number of this country nor a complete one such as +34910000001.
problem-numbers-label = Up to 80 characters.
problem-numbers-in_use = This number is in use.
problem-numbers-extension = There is no such extension.

problem-outbound_routes-name = 1 to 80 characters.
problem-outbound_routes-name_taken = A route of this name exists already.
problem-outbound_routes-pattern = One of the patterns is not of the expected form.
problem-outbound_routes-patterns = 1 to 100 patterns.
problem-outbound_routes-strip = 0 to 20.
problem-outbound_routes-prepend = Up to 16 of 0-9 * # +.
problem-outbound_routes-trunks = At least one trunk.
problem-dial_plan-digits = 2 to 8.
problem-dial_plan-main_number = A complete number such as +34910000000.

problem-plans-name_taken = Another plan has this name.
problem-plans-name = Small letters, digits and hyphens, 2 to 40, beginning with a letter.
problem-plans-title = A name has 1 to 100 characters.
problem-plans-unknown = This plan does not exist any more.
problem-plans-in_use = Tenants follow this plan; give them another one first.
problem-plans-whose = Plans belong to a reseller: step into one.

problem-provisioning-no_https = The public address is not encrypted: no phone can be set up.
problem-provisioning-no_address = The exchange does not know its public address.
problem-provisioning-hours = From 1 to 168 hours.
problem-provisioning-links = Too many links of this extension are open. Cancel one first.
problem-provisioning-label = Up to 80 characters.
problem-provisioning-lines = At least one extension, each once, and not more than the phone has lines.
problem-provisioning-endpoint = There is no such extension.
problem-provisioning-mac = A MAC address has twelve digits or letters from A to F.
problem-provisioning-mac_taken = A phone with this MAC address exists already.
problem-provisioning-not_registered = The phone is not registered. Restart it instead.
problem-provisioning-no_line = None of the phone's lines could register.
problem-provisioning-link_used = It was used already.
problem-provisioning-link_revoked = It was cancelled.
problem-provisioning-link_expired = Its time is over.
problem-provisioning-link_unknown = There is no such link, or its extension is gone.

problem-resellers-has_tenants = It has tenants; say that they are to go with it.
problem-resellers-deleting = It is being deleted; restore it first.

problem-roles-not_found = There is no such role any more.
problem-roles-bad_name = 2 to 40 small letters, digits and underscores, beginning with a letter.
problem-roles-name_taken = There is a role of this name already.
problem-roles-bad_text = Too long, or empty.
problem-roles-unknown_permission = Something of this cannot be given here.
problem-roles-not_held = Nobody gives what they do not hold themselves.
problem-roles-own_role = This is your own role: somebody else can change it.
problem-roles-in_use = Users have this role: give them another one first.
problem-roles-staff = Staff has the built-in roles only.
problem-roles-too_many = There are 100 roles already: no more fit.
problem-roles-itself = A role does not replace itself.
problem-users-higher = This user may do more than you: only somebody who may do as much can change it.

problem-api_keys-bad_name = 1 to 100 characters.
problem-api_keys-name_taken = Another key has this name.
problem-api_keys-no_scope = Choose at least one thing it may do.
problem-api_keys-scope_not_held = You can only give what you hold yourself.
problem-api_keys-too_many_addresses = At most 50 addresses.
problem-api_keys-expiry_past = This day is over.
problem-api_keys-only_at_home = A key belongs to a user of the organisation: sign in there to make one.

problem-setup-used_link = This link was used meanwhile.
problem-setup-expired_link = This link has expired meanwhile.
problem-setup-unknown_link = A newer link took the place of this one.

problem-session-wrong_credentials = User name or password are wrong.
problem-session-throttled = Too many attempts. Please wait { $secs } seconds.
problem-session-wrong_code = This code is not right. Each one works once; wait for the next one.
problem-session-challenge_lapsed = That took too long. Please give the password again.
problem-second_factor-throttled = Too many wrong codes. Please wait { $secs } seconds, or use a recovery code.

problem-support_access-not_found = This does not exist any more.
problem-support_access-needed = The company has not let you in, or does so no more.
problem-support_access-not_yours = Your role enters no tenants.
problem-support_access-too_much = Your role only looks.
problem-support_access-own_people = Only people of the company itself let support in.
problem-support_access-decided = Somebody has decided this already.
problem-support_access-asked = You have asked already; the answer is still to come.
problem-support_access-nobody_above = Nobody stands above the operator.
problem-support_access-bad_hours = 1 hour, 8 hours, 1 day or 7 days.
problem-support_access-bad_reason = A reason of at most 500 characters, please.

problem-tenants-deleting = It is being deleted; resume it first.
problem-tenants-home = The home of staff cannot be suspended or deleted.
problem-tenants-whose = Say whose tenant it becomes.
problem-tenancy-name_taken = This name is taken.
problem-tenancy-limit_reached = The quota allows no more.
problem-tenancy-in_use = It is in use; change that first.
problem-tenancy-duplicate = There is one like it already.
problem-tenancy-referenced = Something else still refers to it.
problem-tenancy-invalid = This value is not accepted.
problem-tenancy-not_found = It does not exist any more.
problem-tenants-suspended = Your organisation is suspended.

problem-trunks-field = This value is not accepted.
problem-trunks-setting = This value is not accepted.
problem-trunks-name_taken = A trunk of this name exists already.
problem-trunks-source_in_use = A source address is in use elsewhere.
problem-trunks-in_use = Outbound routes use this trunk; change them first.

problem-users-bad_name = 1 to 64 letters, digits, dots, hyphens and underscores.
problem-users-bad_text = This is not of the expected form.
problem-users-name_taken = This user name is taken.
problem-users-own_access = Nobody takes away the own access; another administrator can.
problem-users-limit_reached = The plan allows no more users.
problem-users-stale = Somebody else changed this user meanwhile. What you typed is still here: save again to keep it.
problem-password-too_short = At least 10 characters.
problem-password-too_long = At most 200 characters.
problem-password-too_simple = Not one character over and over, nor a run such as 0123456789.
problem-password-holds_user_name = A password does not contain the user name.
problem-password-not_confirmed = This differs from the password.
problem-roles-unknown = There is no such role here.
