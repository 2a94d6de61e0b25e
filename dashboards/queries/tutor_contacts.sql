-- One row a message of these tutors to support, as last delivered: the excuse ledger.

select
    contact.tutor_id,
    contact.contact_id,
    contact.session_id,
    contact.channel,
    contact.reason_code,
    contact.emergency,
    contact.decision,
    strftime(contact.contacted_at at time zone $timezone, '%Y-%m-%d %H:%M') as contacted,
    delivery.file || ':' || contact.line as source_row
from raw.contacts as contact
left join raw.deliveries as delivery on contact.delivery_id = delivery.delivery_id
where contact.tutor_id in (select unnest($tutors))
qualify
    row_number() over (
        partition by contact.contact_id order by contact.delivery_id desc, contact.line desc
    ) = 1
order by contact.tutor_id asc, contact.contacted_at desc, contact.contact_id asc
