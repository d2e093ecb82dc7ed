package target

// Namespace is the namespace of the context, as kubectl takes it where no flag names one; "default" where
// nothing says.
func (f *ConnectionFlags) Namespace() string {
	if name, _, err := f.clientConfig().Namespace(); err == nil && name != "" {
		return name
	}
	return "default"
}
