// Package catalog reads the catalogue of implementations and the dated tables that
// are shipped in policies/, and those that a user adds.
//
// What a product provides is written as roles, "battery/role". Policies select products
// by roles, so that the roles which they may name are those of policies/roles.yaml; a
// user's entry may name others, which then no check uses.
package catalog
