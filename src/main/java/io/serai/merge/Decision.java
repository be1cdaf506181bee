package io.serai.merge;

import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Stamp;

/**
 * What was decided about one edit, for the audit and for explain (X3).
 *
 * @param value what the edit set
 * @param edit who set it, with the rule that decided
 * @param other the hub's value it stood against, null if the hub had none
 */
public record Decision(Cell cell, Value value, Stamp edit, Outcome outcome, Stamped other) {}
