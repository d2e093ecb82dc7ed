package target

import "k8s.io/client-go/rest"

// ClientConfig returns the client configuration of the cluster that the connection flags name,
// for a client that also writes. Its errors are of the class of IsConfigError.
func ClientConfig(flags *ConnectionFlags, opts LiveOptions) (*rest.Config, error) {
	silenceKlog()
	config, _, err := load(flags)
	if err != nil {
		return nil, err
	}
	configure(config, opts)
	return config, nil
}
