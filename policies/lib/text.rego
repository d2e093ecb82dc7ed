package kready.lib

# named(impl) is the title and version of an implementation: "Cilium 1.19.1".
named(impl) := impl.title if impl.version == ""

named(impl) := sprintf("%s %s", [impl.title, impl.version]) if impl.version != ""

# names(impls) joins the titles and versions of implementations with commas.
names(impls) := concat(", ", {named(impl) | some impl in impls})

# counted(n, one, many) is a number with its noun: counted(1, "node", "nodes") is "1 node".
counted(1, one, _) := sprintf("1 %s", [one])

counted(n, _, many) := sprintf("%d %s", [n, many]) if n != 1

# are(n) is the verb that fits a number of things: "is" for 1, else "are".
are(1) := "is"

are(n) := "are" if n != 1

# shortened(list) joins the first three texts of a list and says how many more there are.
shortened(list) := concat(", ", list) if count(list) <= 3

shortened(list) := sprintf("%s and %d more", [concat(", ", array.slice(list, 0, 3)), count(list) - 3]) if count(list) > 3
