"""The reference origin server: small, correct, and wrong only on request.

A request passes through these rooms, each a module or a few::

    serve, app, addresses       sockets and ASGI; the request becomes plain data (messages)
    handling, routes            authentication, the resource of the path, its methods
    store, examination, outcomes, multipart
    retrieve, frames, bulkdata, rendered, search, delete, capabilities, wado_uri
                                the transactions: functions from a Request to an Answer, also plain data
    negotiation, media_types    what the client may be given
    keys, matching, entities, levels
                                what a search asks for, and what it looks at
    archive                     the stored files and their index
    part10, part10_writer, implied_vr, charsets, dicom_json
                                files to elements, elements to attributes
    layout, samples, codecs, encoders, pixels, grayscale, images, rendering, reports
                                pixel data to frames, frames to pictures
    writing, dicom_xml          the Answer becomes header fields and bytes
    behaviour, conformant       all functions that can go wrong, as one value, and the right ones
    microsoft, flavours         servers that are right in another manner
    faults                      named ways to be wrong

Nothing here knows the harness: a mistake made in both would cancel itself. Instances are read and written by the
server's own code; pydicom only lends its dictionary.
"""
