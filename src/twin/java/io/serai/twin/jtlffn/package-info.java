/**
 * The JTL-FFN twin: the merchant's part of JTL's fulfillment network and the authorization server before it, in memory. Facts
 * 63 to 80.
 *
 * <p>JTL's description of the merchant's part is not public. Where what is known leaves a doubt, the twin takes the reading that
 * asks most of a caller. These are assumptions of ours, each held by a test of {@code AssumptionsTest}, and those marked with a
 * setting can be turned the other way:
 *
 * <p>Signing in
 * <ul>
 *   <li>A used or unknown refresh token is 400 {@code invalid_grant}; one used twice ends all tokens of its sign-in
 *       ({@code reuseEndsAuthorization}).
 *   <li>A refresh ends the access token from before ({@code refreshEndsAccessToken}).
 *   <li>401, 403 for a missing scope and 404 before the first visit to the portal have no body. Writing needs the write scope,
 *       reading the read scope; neither contains the other.
 * </ul>
 *
 * <p>Answers
 * <ul>
 *   <li>What an error is about is in {@code errorMetaData}, as live answers and the schema have it, not in {@code errorMetadata}.
 *   <li>What is named in the path and is not there is 404, what is named in the body 400.
 *   <li>Fields without a value are left out, but for those of shipping methods.
 *   <li>An address longer than {@code longestUrl} is 414, by whatever stands before the network, in HTML.
 *   <li>Numbers as text are refused, unknown fields and query parameters are ignored.
 * </ul>
 *
 * <p>Lists and updates
 * <ul>
 *   <li>{@code _page.total} counts pages, {@code count} the items of this page: neither is the number of all items.
 *   <li>A page holds at most {@code mostTop} items, whatever {@code $top} says. {@code _links.next} has no question mark,
 *       {@code nextPageLink} has one.
 *   <li>{@code $filter} compares texts without regard to case and takes only the fields that are named as allowed: not the time
 *       of the last change.
 *   <li>{@code $orderBy} takes the same fields, nested ones and several of them too, and the times of the last change.
 *   <li>{@code fromDate} belongs to the time, {@code toDate} does not. Without {@code toDate} it is now; without {@code fromDate}
 *       the time is empty. A {@code toDate} in the future is answered as it is. A date whose plus sign came unencoded is refused.
 *   <li>A chunk has {@code chunkSize} rows. A change may come into the updates later than its time says
 *       ({@code updatesLagMillis}).
 *   <li>What a program's outbound reserves is that program's own change, and {@code ignoreOwnApplicationId} hides it. The people
 *       in the portal are the same user by another program, and {@code ignoreOwnUserId} hides them too.
 * </ul>
 *
 * <p>Products
 * <ul>
 *   <li>SKUs are unique without regard to case. A double is 400 ({@code duplicateProductStatus}).
 *   <li>A change replaces objects and lists as a whole; null empties a field.
 *   <li>What is deleted leaves its SKU to others and stays among the updates with it.
 * </ul>
 *
 * <p>Stock
 * <ul>
 *   <li>{@code stockLevel} has the reserved goods in it and the blocked ones not, so that a reservation changes
 *       {@code stockLevelReserved} alone and what can be sold is the difference ({@code stockLevelIncludesReserved}). The errors
 *       of the network's own description say so: the quantity of such an operation must be 0.
 *   <li>A delivery takes goods and reservation in one change.
 *   <li>Versions begin at 1 and have no gaps per warehouse and product ({@code versionsPerStock}).
 *   <li>A product without any stock change is not among the stocks; asked for by its id it has zeros.
 *   <li>{@code current} marks the last change of each product in each warehouse.
 *   <li>{@code stocks/changes} has no {@code modificationInfo}: its schema does not demand it.
 *   <li>Blocking is an adjustment that moves a quantity from good to blocked.
 * </ul>
 *
 * <p>Outbounds
 * <ul>
 *   <li>They begin as {@code Pending} and reserve at once. Without {@code oversale} more than is free is refused, and then nothing
 *       is reserved.
 *   <li>A merchant's number is unique over all outbounds without regard to case, canceled ones included:
 *       {@code Shared_DuplicateKey}.
 *   <li>The merchant changes and cancels them until the picking begins; then it is
 *       {@code Outbounds_OutboundStatusChangeForbidden}. An {@code objectVersion} that is too old is refused where it is given.
 *   <li>What is left of one that is {@code PartiallyCanceled} stays in {@code quantityOpen}.
 *   <li>They are found by {@code outboundId} in the path, and by the merchant's number with {@code $filter} only.
 * </ul>
 *
 * <p>It refuses the parameters {@code date} and {@code referencedWarehouse}, whose meaning it does not know. It has no returns, pictures, batches, best-before dates, attachments and stock of the past, and the merchant announces no
 * inbounds by the API.
 *
 * <p>What people do, under {@code /twin} beside what every twin has there: {@code POST stock/inbound|adjust|block|unblock|return}
 * with one movement or a list of them, {@code GET stock?sku=}; {@code POST inbounds}, {@code inbounds/{id}/receive|close};
 * {@code POST outbounds}, {@code outbounds/{id}/status|ship|cancel}; {@code POST warehouses}; {@code POST clients} registers a
 * program and its callback; {@code POST tokens} signs in without a page, {@code POST tokens/expire} and {@code DELETE tokens} end
 * access tokens, and all of them.
 */
package io.serai.twin.jtlffn;
