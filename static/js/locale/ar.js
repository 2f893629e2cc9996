globalThis.attestMessages={"language":"ar","messages":{}};
