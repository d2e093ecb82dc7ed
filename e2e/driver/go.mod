module github.com/kready/kready/e2e/driver

go 1.26.0
