package kready.lib

# selected(selector, labels) holds when labels have each key of a map selector, such as a
# Service's, with its value. An empty selector selects nothing, as of a Service.
selected(selector, labels) if {
	count(selector) > 0
	every key, value in selector {
		labels[key] == value
	}
}
