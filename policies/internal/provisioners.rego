# METADATA
# title: Whether the provisioners of storage classes run
# description: |
#   A driver is the name by which a class asks for its provisioner today: storage.driver(c.provisioner).
package kready.internal.provisioners

import data.kready.internal.storage
import data.kready.internal.workloads

# implementations(driver) are the products that the catalogue knows for a driver, in whatever state.
implementations(driver) := {impl |
	some impl in input.inventory
	some pattern in impl.provisioners
	glob.match(pattern, [], driver)
}

# running(driver) are those of them that run, or that the provider runs out of sight.
running(driver) := {impl |
	some impl in implementations(driver)
	impl.state in {"running", "hidden"}
}

# registered(driver) holds where the kubelet of a node has the CSI driver.
registered(driver) if {
	some n in input.csiNodes
	driver in n.drivers
}

# declared(driver) holds where there is a CSIDriver of that name.
declared(driver) if {
	some d in input.csiDrivers
	d.name == driver
}

# live(driver) holds where nothing says that it does not work.
live(driver) if registered(driver)

live(driver) if {
	some impl in running(driver)
	count(workloads.down(impl)) == 0
	count(workloads.without_status(impl)) == 0
}

# stopped(driver) are findings on its workloads that have no ready pod.
stopped(driver) := {finding |
	some impl in running(driver)
	some finding in workloads.down(impl)
}

# why_absent(driver) says that it does not run. It is not defined where it does, and where nobody is known
# by that name.
why_absent(driver) := sprintf("EKS Auto Mode makes volumes for ebs.csi.eks.amazonaws.com alone, and the CSI driver %s does not run", [driver]) if {
	auto_mode(driver)
	not live(driver)
	count(running(driver)) == 0
}

else := sprintf("its provisioner %s does not run", [driver]) if {
	not live(driver)
	count(running(driver)) == 0
	count(implementations(driver)) > 0
}

else := sprintf("no node has registered the CSI driver %s", [driver]) if {
	not live(driver)
	count(running(driver)) == 0
	declared(driver)
}

else := sprintf("the CSI driver %s, which has to serve what was once built into Kubernetes, does not run", [driver]) if {
	not live(driver)
	count(running(driver)) == 0
	once_built_in(driver)
}

# auto_mode(driver) holds for the driver whose work EKS Auto Mode does under another name:
# https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
auto_mode(driver) if {
	driver == "ebs.csi.aws.com"
	"Auto Mode" in input.distribution.features
}

once_built_in(driver) if {
	some successor in storage.csi_successors
	successor == driver
}

# nobodys(driver) holds where nothing that kready knows goes by that name.
nobodys(driver) if {
	not live(driver)
	count(implementations(driver)) == 0
	not declared(driver)
	not once_built_in(driver)
}

# untold(class) holds for a class of which the version of Kubernetes decides, where that is not known.
untold(class) if {
	storage.may_be_built_in(class.provisioner)
	not live(storage.driver(class.provisioner))
}
